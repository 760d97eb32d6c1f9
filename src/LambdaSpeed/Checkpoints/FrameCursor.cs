using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>Walks the frames of a file, verified, and tells a torn end from damage.</summary>
/// <remarks>What does not hold is a torn end, the work of a crash, unless a frame follows that was written later: then the bad
/// one was synced once, and it is damage. Frames of epochs that a snapshot covers are passed over unread, and damage among them is no
/// loss.</remarks>
internal sealed class FrameCursor : IDisposable
{
    private readonly FileWindow _window;
    private readonly CheckpointFileKind _kind;
    private readonly uint _seed;
    private readonly EpochId _covered;
    private readonly bool _beginsWell;
    private long _next = FrameHeader.Alignment; // where the next frame is looked for
    private bool _isInSequence;                 // the frame at hand is the one before the next

    public FrameCursor(IStorage storage, CheckpointFileName name, EpochId covered)
    {
        _window = new FileWindow(storage, name.ToString());
        _kind = name.Kind;
        _seed = name.Seed;
        _covered = covered;
        _beginsWell = FilePreamble.Holds(_window.AtLeast(FilePreamble.Size), Name);
    }

    /// <summary>The file, as messages name it.</summary>
    public string Name => _window.Name;

    /// <summary>The frame at hand.</summary>
    public FrameHeader Current { get; private set; }

    /// <summary>Where it begins.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the one behind it may begin.</summary>
    public long End => FrameHeader.Align(Offset + Current.FrameLength);

    /// <summary>Goes to the next frame that holds; marks of an end are passed over.</summary>
    /// <returns>False at the end of the file, torn or not.</returns>
    /// <exception cref="CheckpointDamagedException">A frame that is needed does not hold.</exception>
    /// <exception cref="CheckpointVersionException">The file is of a newer format.</exception>
    public bool MoveNext()
    {
        do
        {
            while (!TryTake(_next))
            {
                if (!TryFindLater(_next, out var later)) return false;
                _next = later;
                _isInSequence = false;
            }
        }
        while (Current.Kind == FrameKind.End);
        return true;
    }

    /// <summary>Reads what the frame at hand holds. The walk may go on afterwards.</summary>
    public FramePayload OpenPayload() => new(_window, Offset, Current);

    public void Dispose() => _window.Dispose();

    private bool TryTake(long offset)
    {
        if (offset == FrameHeader.Alignment && !_beginsWell) return false;
        if (!TryReadHeader(offset, out var header) || header.FrameLength > _window.Length - offset) return false;
        if (header.Id.Epoch > _covered && !new FramePayload(_window, offset, header).Holds()) return false;
        if (_isInSequence && header.Previous != Current.Id) throw new CheckpointDamagedException(
            Name, offset, $"the frame of {header.Id} says that it follows {header.Previous}, but it follows {Current.Id}");

        Current = header;
        Offset = offset;
        _next = End;
        _isInSequence = true;
        return true;
    }

    private bool TryReadHeader(long offset, out FrameHeader header)
    {
        header = default;
        if (offset + FrameHeader.Size > _window.Length) return false;

        _window.Seek(offset);
        return FrameHeader.TryRead(_window.AtLeast(FrameHeader.Size), _seed, out header) && MayHold(header.Kind);
    }

    private bool MayHold(FrameKind kind) =>
        _kind == CheckpointFileKind.Snapshot ? kind == FrameKind.Snapshot : kind is FrameKind.Commit or FrameKind.End;

    /// <summary>Looks for a frame behind one that does not hold: when there is one, the bad one is a loss if it was needed.</summary>
    private bool TryFindLater(long bad, out long later)
    {
        for (later = bad + FrameHeader.Alignment; later < _window.Length; later += FrameHeader.Alignment)
        {
            if (!TryReadHeader(later, out var header)) continue;
            if (header.Previous.Epoch > _covered) throw new CheckpointDamagedException(
                Name, bad, $"no whole frame begins there, though {header.Previous} was written there or further on");
            return true;
        }
        return false;
    }
}
