using System.Buffers;

namespace LambdaSpeed.Codecs.Collections;

/// <summary>Lists: the count, then the elements. Not keys: lists are equal by reference.</summary>
internal sealed class ListCodec<T>(ICodec<T> element) : ICodec<List<T>>
{
    private readonly ICodec<T> _element = element;

    public string Schema { get; } = $"list<{element.Schema}>";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, List<T> value)
    {
        CountHeader.Write(destination, value?.Count ?? CountHeader.Null);
        for (var i = 0; i < value?.Count; i++) _element.Write(destination, value[i]);
    }

    public List<T> Read(ref ReadOnlySpan<byte> source)
    {
        var count = CountHeader.Read(ref source, Schema);
        if (count == CountHeader.Null) return null!;

        var value = new List<T>(CountHeader.CapacityOf(count));
        for (var i = 0; i < count; i++) value.Add(_element.Read(ref source));
        return value;
    }

    public ulong Hash(List<T> value) => throw CodecException.NotAKey(Schema);
}
