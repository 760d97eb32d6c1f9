namespace LambdaSpeed.Codecs.Fixed;

/// <summary>The format of a type whose every value takes the same number of bytes.</summary>
/// <remarks>Implemented by empty structs: <see cref="FixedCodec{T,TFormat}"/> is compiled once per format, without a call.</remarks>
/// <typeparam name="T">The values.</typeparam>
internal interface IFixedFormat<T>
{
    /// <summary>The name of the format.</summary>
    static abstract string Schema { get; }

    /// <summary>How many bytes a value takes.</summary>
    static abstract int Size { get; }

    /// <summary>What <see cref="TryTake"/> accepts, for errors.</summary>
    static abstract string Expected { get; }

    /// <summary>What makes the bytes sort as the values do. A format says so only if equal values have equal bytes.</summary>
    static virtual FixedOrder Order => FixedOrder.None;

    /// <summary>Puts the value into the first <see cref="Size"/> bytes.</summary>
    static abstract void Put(Span<byte> destination, T value);

    /// <summary>Takes a value from the first <see cref="Size"/> bytes, which are there; false when they mean none.</summary>
    static abstract bool TryTake(ReadOnlySpan<byte> source, out T value);

    /// <summary>The stable hash of the value, in harmony with its equality.</summary>
    static abstract ulong Hash(T value);
}
