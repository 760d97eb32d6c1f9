namespace LambdaSpeed.Codecs.Fixed;

/// <summary>A codec whose every value takes the same number of bytes, so that its place is known before it is written.</summary>
/// <typeparam name="T">The values.</typeparam>
internal interface IFixedCodec<T> : ICodec<T>
{
    /// <summary>How many bytes a value takes.</summary>
    int Size { get; }

    /// <summary>Puts the value into the first <see cref="Size"/> bytes: the same ones that <see cref="ICodec{T}.Write"/> writes.</summary>
    void Put(Span<byte> destination, T value);
}
