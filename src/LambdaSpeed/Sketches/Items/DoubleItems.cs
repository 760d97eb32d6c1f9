using LambdaSpeed.Sketches.Hashing;

namespace LambdaSpeed.Sketches.Items;

/// <summary>Doubles as eight little-endian bytes.</summary>
internal sealed class DoubleItems : ItemFormat<double>
{
    public static readonly DoubleItems Instance = new();

    public override int LeastSize => sizeof(double);

    public override int SizeOf(double item) => sizeof(double);

    public override void Write(ref SketchWriter writer, double item) => writer.Double(item);

    public override double Read(ref SketchReader reader) => reader.Double();

    public override ulong Hash(double item) => (ulong)SketchHash.BitsOf(item);

    public override bool Accepts(ref double item) => !double.IsNaN(item);
}
