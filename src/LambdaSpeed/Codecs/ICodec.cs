using System.Buffers;

namespace LambdaSpeed;

/// <summary>Turns values of one type into bytes, back, and into a hash that no process, machine or version changes.</summary>
/// <remarks>
/// An instance is stateless and used by many threads at once. What it writes is found in logs and checkpoints years later:
/// a change of format is a new <see cref="Schema"/>. The built-in ones are at <see cref="Codec"/>; <see cref="GenerateCodecAttribute"/>
/// has one written for a record.
/// </remarks>
/// <typeparam name="T">The values.</typeparam>
public interface ICodec<T>
{
    /// <summary>The identity of the format, such as <c>(string,int64)</c>: compared with what was saved, and printed in errors.</summary>
    string Schema { get; }

    /// <summary>Whether <see cref="Hash"/> is supported, so that the values can be keys.</summary>
    /// <remarks>False where equality is by reference (arrays, lists) and two equal contents would be two keys.</remarks>
    bool IsKey { get; }

    /// <summary>Appends the value, at least one byte.</summary>
    /// <param name="destination">Where the bytes go.</param>
    /// <param name="value">The value; a reference type's codec writes null too, as a single zero byte.</param>
    /// <exception cref="CodecException">The value cannot be written.</exception>
    void Write(IBufferWriter<byte> destination, T value);

    /// <summary>Consumes one value from the front.</summary>
    /// <param name="source">The bytes; on return, those that follow the value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="CodecException">The bytes are truncated or malformed; nothing else is ever thrown.</exception>
    T Read(ref ReadOnlySpan<byte> source);

    /// <summary>The stable hash: equal for values that <see cref="EqualityComparer{T}.Default"/> holds equal.</summary>
    /// <param name="value">The key.</param>
    /// <returns>64 bits, all of them well mixed; see <see cref="StableHash"/>.</returns>
    /// <exception cref="CodecException">The values cannot be keys (<see cref="IsKey"/> is false).</exception>
    ulong Hash(T value);
}
