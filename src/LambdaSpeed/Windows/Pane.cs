namespace LambdaSpeed.Windows;

/// <summary>The piece of time that a tuple is counted in; windows are made of panes when they are read.</summary>
/// <param name="Start">The first instant within, in ticks of UTC: the pane's identity.</param>
/// <param name="End">The first instant behind.</param>
/// <param name="Complete">The end of the last window that holds the pane: what the watermark has to reach.</param>
internal readonly record struct Pane(long Start, long End, long Complete);
