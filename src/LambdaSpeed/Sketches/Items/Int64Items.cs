namespace LambdaSpeed.Sketches.Items;

/// <summary>Integers as eight little-endian bytes.</summary>
internal sealed class Int64Items : ItemFormat<long>
{
    public static readonly Int64Items Instance = new();

    public override int LeastSize => sizeof(long);

    public override int SizeOf(long item) => sizeof(long);

    public override void Write(ref SketchWriter writer, long item) => writer.Int64(item);

    public override long Read(ref SketchReader reader) => reader.Int64();

    public override ulong Hash(long item) => (ulong)item;
}
