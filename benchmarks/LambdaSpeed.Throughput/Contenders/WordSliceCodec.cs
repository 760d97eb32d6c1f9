using System.Buffers;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Hashes word slices by the hash they bring along; nothing of this benchmark is stored.</summary>
internal sealed class WordSliceCodec : ICodec<WordSlice>
{
    public string Schema => "word-slice";

    public bool IsKey => true;

    public void Write(IBufferWriter<byte> destination, WordSlice value) => Codec.String.Write(destination, value.ToString());

    public WordSlice Read(ref ReadOnlySpan<byte> source) => throw new NotSupportedException("This benchmark reads nothing back.");

    public ulong Hash(WordSlice value) => StableHash.Of((long)value.Hash);
}
