namespace LambdaSpeed.Yardsticks;

/// <summary>The order in which contenders run: every one once a round, each round beginning with another one.</summary>
/// <remarks>Drift of the machine (heat, neighbours) then meets all of them alike instead of whoever runs last.</remarks>
public static class RotatedRounds
{
    public static IEnumerable<T> Order<T>(IReadOnlyList<T> contenders, int round)
    {
        ArgumentNullException.ThrowIfNull(contenders);

        for (var i = 0; i < contenders.Count; i++) yield return contenders[(i + round) % contenders.Count];
    }
}
