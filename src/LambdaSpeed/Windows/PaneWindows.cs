namespace LambdaSpeed.Windows;

/// <summary>Windows that are put together of panes: everything but sessions.</summary>
internal abstract class PaneWindows(string name) : Window(name)
{
    /// <summary>Is a pane a window, and a window a pane?</summary>
    public virtual bool AreDisjoint => true;

    /// <summary>The pane that holds an instant.</summary>
    public abstract Pane PaneOf(long time);

    /// <summary>The earliest instant, or one in the same pane, whose last window ends behind another instant.</summary>
    public virtual long EarliestBehind(long time) => time;

    /// <summary>The windows that hold a pane, in order.</summary>
    public virtual IEnumerable<WindowBounds> WindowsOf(Pane pane) => [new(pane.Start, pane.End)];

    /// <summary>The starts of the panes that a window may be made of, in order; null when they can only be found by looking at
    /// all.</summary>
    public virtual IEnumerable<long>? PanesOf(WindowBounds window) => [window.Start];

    /// <summary>The window that starts at an instant.</summary>
    public virtual WindowBounds WindowFrom(long start)
    {
        var pane = PaneOf(start);
        return new(pane.Start, pane.End);
    }

    /// <summary>By how much at most a window becomes final later than at its own end, as it shares panes with later ones.</summary>
    public virtual long Overlap => 0;

    /// <summary>Where there is a window only for each instant at which something happened: how far behind a pane these windows may end that
    /// hold it. 0 for windows that are where they are whatever happens.</summary>
    public virtual long Reach => 0;

    /// <summary>The windows that hold an instant, in order.</summary>
    public virtual IEnumerable<WindowBounds> WindowsAt(long time) => WindowsOf(PaneOf(time));
}
