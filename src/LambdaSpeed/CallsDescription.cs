namespace LambdaSpeed;

/// <summary>The calls of an async bolt in a running graph, of all its tasks. Further attempts are counted with the component.</summary>
/// <param name="Held">Tuples that are held: called, waiting for a call, for their turn, or to be tried again.</param>
/// <param name="UnderWay">Calls under way.</param>
/// <param name="LeftBehind">Calls that took too long, were cancelled, and have not completed.</param>
/// <param name="Completed">Calls that have completed without failing.</param>
/// <param name="TimedOut">Calls that took too long.</param>
public sealed record CallsDescription(int Held, int UnderWay, int LeftBehind, long Completed, long TimedOut)
{
    /// <summary>The calls in a line.</summary>
    public override string ToString() =>
        $"{Held} held, {UnderWay} calls under way, {LeftBehind} left behind, {Completed} completed, {TimedOut} timed out";
}
