using LambdaSpeed.Invariants;

namespace LambdaSpeed.Edges;

/// <summary>Counts the edges of a task that had no room; while there are any, the task is not stepped. Touched only by that task's
/// step.</summary>
internal sealed class OutputGate
{
    private int _closed; // edges with kept messages

    public bool IsClosed => _closed > 0;

    public void Close() => _closed++;

    public void Open()
    {
        Invariant.Require(_closed > 0, $"an edge was freed while {_closed} were full");
        _closed--;
    }
}
