using System.Buffers;

namespace LambdaSpeed.Outputs;

/// <summary>Stores sealed outputs in checkpoints: version, task, incarnation, epoch, outputs.</summary>
internal sealed class OutboxEntryCodec : ICodec<SealedOutputs>
{
    public static readonly OutboxEntryCodec Instance = new();

    private const byte Version = 1;

    public string Schema => "outputs";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, SealedOutputs value)
    {
        Codec.Byte.Write(destination, Version);
        Codec.Int32.Write(destination, value.Task);
        Codec.Int64.Write(destination, value.Incarnation);
        Codec.Int64.Write(destination, value.Epoch.Number);
        destination.Write(value.Records.Bytes);
    }

    public SealedOutputs Read(ref ReadOnlySpan<byte> source)
    {
        var version = Codec.Byte.Read(ref source);
        if (version != Version) throw CodecException.UnknownVersion(Schema, version, Version, source.Length);

        var task = Codec.Int32.Read(ref source);
        var incarnation = Codec.Int64.Read(ref source);
        var epoch = new EpochId(Codec.Int64.Read(ref source));
        var records = OutputRecords.From(source);
        source = default;
        return new SealedOutputs(task, epoch, records) { Incarnation = incarnation, WasTried = true };
    }

    public ulong Hash(SealedOutputs value) => throw CodecException.NotAKey(Schema);
}
