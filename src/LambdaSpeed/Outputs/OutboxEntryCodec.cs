using System.Buffers;

namespace LambdaSpeed.Outputs;

/// <summary>Stores sealed outputs in checkpoints: producer, epoch, mark, outputs.</summary>
internal sealed class OutboxEntryCodec : ICodec<SealedOutputs>
{
    public static readonly OutboxEntryCodec Instance = new();

    public string Schema => "outputs";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, SealedOutputs value)
    {
        Codec.String.Write(destination, value.Producer);
        Codec.Int64.Write(destination, value.Epoch.Number);
        Codec.Bytes.Write(destination, value.Mark!);
        destination.Write(value.Records.Bytes);
    }

    public SealedOutputs Read(ref ReadOnlySpan<byte> source)
    {
        var producer = Codec.String.Read(ref source);
        var epoch = new EpochId(Codec.Int64.Read(ref source));
        var mark = Codec.Bytes.Read(ref source);
        var records = OutputRecords.From(source);
        source = default;
        return new SealedOutputs(producer, epoch, records) { Mark = mark, WasTried = true };
    }

    public ulong Hash(SealedOutputs value) => throw new CodecException("Outputs cannot be keys.");
}
