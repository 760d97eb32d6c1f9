using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>The whole state on its way into a store, piece by piece, beside later commits.</summary>
/// <remarks>Each entry is as of the epoch of the content or of a later one that is published, and so committed. With the commits after
/// the content's it is the state as of the last of them, as long as they reach to the newest epoch that was read. One thread at a
/// time.</remarks>
internal sealed class SnapshotWriting : IDisposable
{
    private const int PieceBytes = 1 << 20;

    private readonly IReadOnlyList<IStateSection> _sections;
    private readonly MovingPin _pin;
    private readonly ICheckpointSnapshot _snapshot;
    private readonly ChangeWriter _writer = new();
    private int _section;     // the one that is being walked
    private StateScan? _scan; // its walk; null when it has not begun

    public SnapshotWriting(ICheckpointJournal journal, EpochContent content, EpochPublication publication)
    {
        _sections = content.Sections;
        _pin = new(publication);
        try
        {
            _snapshot = journal.BeginSnapshot(content.Epoch, content.Manifest);
        }
        catch
        {
            _pin.Dispose();
            throw;
        }
    }

    /// <summary>Writes a piece; false when the snapshot is complete, and recovery begins with it.</summary>
    public bool WriteSome()
    {
        if (_section == _sections.Count)
        {
            _snapshot.Complete(_pin.Epoch);
            return false;
        }

        _scan ??= _sections[_section].Scan(_pin);
        _writer.Clear();
        var hasMore = _scan.WriteSome(_writer, PieceBytes);
        if (_writer.Length > 0) _snapshot.Write(new ChangeBlock(_sections[_section].Name, _writer.Written));
        if (!hasMore) (_section, _scan) = (_section + 1, null);
        return true;
    }

    public void Dispose()
    {
        _snapshot.Dispose();
        _pin.Dispose();
        _writer.Dispose();
    }
}
