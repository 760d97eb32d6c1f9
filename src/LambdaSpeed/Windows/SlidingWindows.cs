namespace LambdaSpeed.Windows;

/// <summary>For each instant at which something happened, the window that ends with it. A pane is an instant.</summary>
internal sealed class SlidingWindows(long size) : PaneWindows($"sliding {TimeSpan.FromTicks(size):c}")
{
    public override bool AreDisjoint => false;

    public override Pane PaneOf(long time) => new(time, time + 1, time + size);

    public override WindowBounds WindowFrom(long start) => new(start, start + size);

    public override long Overlap => size - 1;

    public override long Reach => size;

    public override long EarliestBehind(long time) => time - size + 1;

    public override IEnumerable<WindowBounds> WindowsOf(Pane pane) => [new(pane.Start - size + 1, pane.Start + 1)];

    public override IEnumerable<long>? PanesOf(WindowBounds window) => null;
}
