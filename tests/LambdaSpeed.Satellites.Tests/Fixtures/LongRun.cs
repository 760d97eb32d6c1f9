using System.Globalization;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>How often a test kills: as often as is quick, or as <c>eng/long-run</c> says by the environment.</summary>
internal static class LongRun
{
    private static readonly int _first = Number("LAMBDASPEED_FIRST_SEED") ?? 1;
    private static readonly bool _isLong = Number("LAMBDASPEED_KILLS") is not null;

    /// <summary>How long a server stays away.</summary>
    public static TimeSpan Away => TimeSpan.FromSeconds(_isLong ? 60 : 10);

    /// <summary>How often processes are killed, and servers.</summary>
    public static int Kills(int otherwise) => Number("LAMBDASPEED_KILLS") ?? otherwise;

    /// <summary>How many messages there are, when so many are quick for so few kills: each kill is to find some.</summary>
    public static int Messages(int otherwise, int quickKills) => otherwise * Math.Max(1, Kills(quickKills) / quickKills);

    /// <summary>Moments of a test; other ones in each portion of a long run.</summary>
    public static Random Moments(int seed) => new(seed + (1000 * (_first - 1)));

    /// <summary>So much longer than usual may things take.</summary>
    public static TimeSpan Patience(TimeSpan usual) => _isLong ? 10 * usual : usual;

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
