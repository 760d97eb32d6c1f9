using LambdaSpeed.State;

namespace LambdaSpeed.Outputs;

/// <summary>A walk over the outputs of one epoch.</summary>
internal sealed class OutboxScan(IReadOnlyList<SealedOutputs> outputs) : StateScan
{
    private int _next; // the next task's outputs

    public override bool WriteSome(ChangeWriter writer, int bytes)
    {
        var end = writer.Length + bytes;
        for (; _next < outputs.Count; _next++)
        {
            if (writer.Length >= end) return true;
            writer.Put(Codec.Int32, outputs[_next].Task, OutboxEntryCodec.Instance, outputs[_next]);
        }
        return false;
    }
}
