using System.Buffers;

namespace LambdaSpeed;

/// <summary>Writes and reads dead letters, by the codec of their tuples.</summary>
/// <remarks>Describing a component that makes dead letters has this codec known to <see cref="Codec.TryFor"/>, when the tuples have one. A
/// program that only reads stored dead letters makes it itself: <c>new DeadLetterCodec&lt;string&gt;(Codec.String)</c>. Dead letters are no
/// keys. The bytes are described in <c>docs/formats/codecs.md</c>.</remarks>
/// <typeparam name="T">The tuples.</typeparam>
public sealed class DeadLetterCodec<T> : ICodec<DeadLetter<T>>
{
    private const byte Version = 1; // in its place 0 is null

    private static readonly ICodec<(int Partition, long Offset)?> _position = Codec.Nullable(Codec.Tuple(Codec.Int32, Codec.Int64));

    private readonly ICodec<T> _tuple;

    /// <summary>Composes the codec.</summary>
    /// <param name="tuple">The codec of the tuples.</param>
    public DeadLetterCodec(ICodec<T> tuple)
    {
        ArgumentNullException.ThrowIfNull(tuple);
        _tuple = tuple;
        Schema = $"deadletter<{tuple.Schema}>";
    }

    /// <inheritdoc/>
    public string Schema { get; }

    /// <inheritdoc/>
    public bool IsKey => false;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> destination, DeadLetter<T> value)
    {
        Codec.Byte.Write(destination, value is null ? (byte)0 : Version);
        if (value is null) return;

        _tuple.Write(destination, value.Tuple);
        Codec.String.Write(destination, value.Component);
        Codec.Int32.Write(destination, value.TaskIndex);
        _position.Write(destination, value.Position is { } at ? (at.Partition, at.Offset) : null);
        Codec.Int32.Write(destination, value.Attempts);
        Codec.String.Write(destination, value.ExceptionType);
        Codec.String.Write(destination, value.Message);
        Codec.String.Write(destination, value.Text);
    }

    /// <inheritdoc/>
    public DeadLetter<T> Read(ref ReadOnlySpan<byte> source)
    {
        var version = Codec.Byte.Read(ref source);
        if (version == 0) return null!;
        if (version != Version) throw CodecException.UnknownVersion(Schema, version, Version, source.Length);

        return new DeadLetter<T>
        {
            Tuple = _tuple.Read(ref source),
            Component = Codec.String.Read(ref source),
            TaskIndex = Codec.Int32.Read(ref source),
            Position = _position.Read(ref source) is { } at ? new LogPosition(at.Partition, at.Offset) : null,
            Attempts = Codec.Int32.Read(ref source),
            ExceptionType = Codec.String.Read(ref source),
            Message = Codec.String.Read(ref source),
            Text = Codec.String.Read(ref source),
        };
    }

    /// <inheritdoc/>
    public ulong Hash(DeadLetter<T> value) => throw CodecException.NotAKey(Schema);
}
