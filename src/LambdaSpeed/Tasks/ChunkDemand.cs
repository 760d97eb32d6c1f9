using LambdaSpeed.Edges;

namespace LambdaSpeed.Tasks;

/// <summary>How many tuples a task takes at a time, from its senders or from its spout.</summary>
/// <remarks>So few that they are about a fifth of a millisecond of work in all its stages, and so few that what comes of them finds room on
/// the
/// edges behind: else a chunk before a slow step, or before a cheap step before a slow one, is what each barrier waits for. Touched only by
/// the
/// owning task's step.</remarks>
internal sealed class ChunkDemand(StageContext head, EdgeReader[] inputs, TimeProvider clock)
{
    private readonly int _most = head.Options.ChunkSize;
    private readonly StagePace _pace = new(head.Options.ChunkSize, clock);
    private int _fitting = Math.Min(4, head.Options.ChunkSize); // tuples of which the outcome is likely to find room
    private long _worked;     // how long the stages have worked at those taken last; timestamp units
    private long _readBefore; // tuples that the head had read before
    private int _asked;       // what the senders were told last
    private bool _hasBlocked; // a full edge has stopped the task since then

    /// <summary>How many tuples to take.</summary>
    public int Limit => Math.Min(_pace.Limit, _fitting);

    /// <summary>A stage has worked for so long.</summary>
    public void NoteWork(long elapsed) => _worked += elapsed;

    /// <summary>A full edge stops the task.</summary>
    public void NoteBlocked() => _hasBlocked = true;

    /// <summary>What was taken last is done with, and other tuples are being taken.</summary>
    public void Next()
    {
        var read = head.TuplesRead;
        _pace.Note(_worked, read - _readBefore);
        _fitting = _hasBlocked ? Math.Max(1, _fitting / 2) : Math.Min(_most, _fitting * 2);
        (_worked, _readBefore, _hasBlocked) = (0, read, false);
        if (inputs.Length == 0 || Limit == _asked) return;
        _asked = Limit;
        foreach (var input in inputs) input.Ask(_asked);
    }
}
