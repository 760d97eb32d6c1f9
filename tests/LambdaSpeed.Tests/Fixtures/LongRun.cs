namespace LambdaSpeed.Tests.Fixtures;

/// <summary>How often a test tries: as often as is quick, or as <c>eng/long-run</c> says by the environment.</summary>
internal static class LongRun
{
    /// <summary>Seeds of whole simulated runs.</summary>
    public static int Seeds(int otherwise) => Number("LAMBDASPEED_SEEDS", otherwise);

    /// <summary>The first of these seeds.</summary>
    public static int FirstSeed(int otherwise) => Number("LAMBDASPEED_FIRST_SEED", otherwise);

    /// <summary>Seeds of a log or a checkpoint store that crashes.</summary>
    public static int Crashes(int otherwise) => Number("LAMBDASPEED_CRASHES", otherwise);

    /// <summary>Mutated files for each kind of reader.</summary>
    public static int Mutations(int otherwise) => Number("LAMBDASPEED_MUTATIONS", otherwise);

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : otherwise;
}
