using LambdaSpeed.Throughput.Workloads;

namespace LambdaSpeed.Throughput.Contenders;

/// <summary>Splits lines into words.</summary>
internal sealed class SplitBolt : Bolt<string, string>
{
    public override void Execute(string input, Emitter<string> output)
    {
        foreach (var word in WordReader.Split(input)) output.Emit(word);
    }
}
