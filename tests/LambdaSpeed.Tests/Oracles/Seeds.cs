using FsCheck;
using FsCheck.Fluent;

namespace LambdaSpeed.Tests.Oracles;

/// <summary>Draws seeds from the whole range; they are not shrunk, since a smaller seed is no smaller topology.</summary>
public static class Seeds
{
    public static Arbitrary<Seed> Seed() => Gen.Choose(0, int.MaxValue - 1).Select(number => new Seed(number)).ToArbitrary();
}
