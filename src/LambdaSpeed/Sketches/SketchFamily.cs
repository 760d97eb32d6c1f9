namespace LambdaSpeed.Sketches;

/// <summary>What Apache DataSketches writes into the third byte of a sketch.</summary>
internal static class SketchFamily
{
    public const byte QuickSelect = 2;
    public const byte CompactTheta = 3;
    public const byte ThetaUnion = 4;
    public const byte Hll = 7;
    public const byte FrequentItems = 10;
    public const byte Reservoir = 11;
    public const byte ReservoirUnion = 12;
    public const byte Kll = 15;
    public const byte CountMin = 18;
    public const byte TDigest = 20;
    public const byte Bloom = 21;
}
