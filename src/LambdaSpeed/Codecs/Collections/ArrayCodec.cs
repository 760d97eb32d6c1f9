using System.Buffers;

namespace LambdaSpeed.Codecs.Collections;

/// <summary>Arrays, in the format of lists. Not keys: arrays are equal by reference.</summary>
internal sealed class ArrayCodec<T>(ICodec<T> element) : ICodec<T[]>
{
    private readonly ICodec<T> _element = element;

    public string Schema { get; } = $"list<{element.Schema}>";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, T[] value)
    {
        CountHeader.Write(destination, value?.Length ?? CountHeader.Null);
        if (value is null) return;

        foreach (var element in value) _element.Write(destination, element);
    }

    public T[] Read(ref ReadOnlySpan<byte> source)
    {
        var count = CountHeader.Read(ref source, Schema);
        return count == CountHeader.Null ? null! : ReadElements(ref source, count);
    }

    public ulong Hash(T[] value) => throw CodecException.NotAKey(Schema);

    /// <summary>Reads so many elements, growing as they come: a false count costs no more than the true bytes behind it.</summary>
    internal T[] ReadElements(ref ReadOnlySpan<byte> source, int count)
    {
        if (count == 0) return [];

        var elements = new T[CountHeader.CapacityOf(count)];
        for (var i = 0; i < count; i++)
        {
            if (i == elements.Length) Array.Resize(ref elements, (int)Math.Min(count, 2L * i));
            elements[i] = _element.Read(ref source);
        }

        return elements;
    }
}
