using System.Buffers;

namespace LambdaSpeed.Codecs.Collections;

/// <summary>Sets: the count, then the elements in no order. Not keys. The comparer is not kept: what is read has the default one.</summary>
internal sealed class HashSetCodec<T>(ICodec<T> element) : ICodec<HashSet<T>>
{
    private readonly ICodec<T> _element = element;

    public string Schema { get; } = $"set<{element.Schema}>";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, HashSet<T> value)
    {
        CountHeader.Write(destination, value?.Count ?? CountHeader.Null);
        if (value is null) return;

        foreach (var element in value) _element.Write(destination, element);
    }

    public HashSet<T> Read(ref ReadOnlySpan<byte> source)
    {
        var count = CountHeader.Read(ref source, Schema);
        if (count == CountHeader.Null) return null!;

        var value = new HashSet<T>(CountHeader.CapacityOf(count));
        for (var i = 0; i < count; i++)
        {
            if (!value.Add(_element.Read(ref source))) throw CodecException.Malformed(Schema, "elements that differ", source.Length);
        }

        return value;
    }

    public ulong Hash(HashSet<T> value) => throw CodecException.NotAKey(Schema);
}
