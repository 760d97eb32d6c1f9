namespace LambdaSpeed.Windows;

/// <summary>For each instant at which something happened, a window of just this instant.</summary>
internal sealed class SnapshotWindows() : PaneWindows("snapshot")
{
    public override Pane PaneOf(long time) => new(time, time + 1, time + 1);
}
