using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Splits lines into words, each a new string in lower case.</summary>
internal sealed class SplitBolt : Bolt<string, string>
{
    public override void Execute(string input, Emitter<string> output)
    {
        var words = new WordReader(input);
        while (words.TryRead(out var word)) output.Emit(WordReader.Lower(word));
    }
}
