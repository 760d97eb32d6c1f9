using LambdaSpeed.Sketches.Hashing;

namespace LambdaSpeed.Sketches.Items;

/// <summary>Floats as four little-endian bytes.</summary>
internal sealed class SingleItems : ItemFormat<float>
{
    public static readonly SingleItems Instance = new();

    public override int LeastSize => sizeof(float);

    public override int SizeOf(float item) => sizeof(float);

    public override void Write(ref SketchWriter writer, float item) => writer.Single(item);

    public override float Read(ref SketchReader reader) => reader.Single();

    public override ulong Hash(float item) => (ulong)SketchHash.BitsOf(item);

    public override bool Accepts(ref float item) => !float.IsNaN(item);
}
