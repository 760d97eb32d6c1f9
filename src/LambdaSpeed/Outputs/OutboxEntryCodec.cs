using System.Buffers;

namespace LambdaSpeed.Outputs;

/// <summary>Stores sealed outputs in checkpoints: version, task, incarnation, epoch, outputs; in version 2 the mark of their place stands
/// before the outputs, with its length.</summary>
internal sealed class OutboxEntryCodec : ICodec<SealedOutputs>
{
    public static readonly OutboxEntryCodec Instance = new();

    private const byte Unmarked = 1;
    private const byte Marked = 2;

    public string Schema => "outputs";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, SealedOutputs value)
    {
        Codec.Byte.Write(destination, value.Mark.IsEmpty ? Unmarked : Marked);
        Codec.Int32.Write(destination, value.Task);
        Codec.Int64.Write(destination, value.Incarnation);
        Codec.Int64.Write(destination, value.Epoch.Number);
        if (!value.Mark.IsEmpty)
        {
            Codec.Int32.Write(destination, value.Mark.Length);
            destination.Write(value.Mark.Span);
        }
        destination.Write(value.Records.Bytes);
    }

    public SealedOutputs Read(ref ReadOnlySpan<byte> source)
    {
        var version = Codec.Byte.Read(ref source);
        if (version is not (Unmarked or Marked)) throw CodecException.UnknownVersion(Schema, version, Marked, source.Length);

        var task = Codec.Int32.Read(ref source);
        var incarnation = Codec.Int64.Read(ref source);
        var epoch = new EpochId(Codec.Int64.Read(ref source));
        var mark = version == Marked ? ReadMark(ref source) : default;
        var records = OutputRecords.From(source);
        source = default;
        return new SealedOutputs(task, epoch, records) { Incarnation = incarnation, Mark = mark, MayBeOut = true };
    }

    private byte[] ReadMark(ref ReadOnlySpan<byte> source)
    {
        var length = Codec.Int32.Read(ref source);
        if (length < 0 || length > source.Length) throw CodecException.Malformed(Schema, "a mark that fits", source.Length);
        var mark = source[..length].ToArray();
        source = source[length..];
        return mark;
    }

    public ulong Hash(SealedOutputs value) => throw CodecException.NotAKey(Schema);
}
