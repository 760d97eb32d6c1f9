using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Splits lines of UTF-8 into words without making strings.</summary>
internal sealed class SliceBolt : Bolt<byte[], WordSlice>
{
    public override void Execute(byte[] input, Emitter<WordSlice> output)
    {
        var words = new Utf8WordReader(input);
        while (words.TryRead(out var word))
        {
            var start = (int)Unsafe.ByteOffset(
                ref MemoryMarshal.GetArrayDataReference(input),
                ref MemoryMarshal.GetReference(word));
            output.Emit(new WordSlice(input, start, word.Length, Hash(word)));
        }
    }

    private static uint Hash(ReadOnlySpan<byte> word)
    {
        var folded = Letters.Folded;
        var hash = 2166136261u;
        foreach (var letter in word) hash = (hash ^ folded[letter]) * 16777619;
        return hash;
    }
}
