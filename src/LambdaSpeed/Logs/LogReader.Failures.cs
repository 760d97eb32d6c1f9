using LambdaSpeed.Logs;

namespace LambdaSpeed;

/// <content>What is thrown where a partition cannot be read.</content>
public sealed partial class LogReader
{
    private long _searchedBytes; // up to where proof was searched in vain that an incomplete frame is damage

    private LogPositionException Withdrawn() => LogPositionException.Withdrawn(
        new LogPosition(_partition.Index, NextOffset), _partition.FirstOffset, _partition.EndOffset);

    private LogPositionException Expired() => LogPositionException.Expired(
        new LogPosition(_partition.Index, NextOffset), _partition.FirstOffset, _partition.EndOffset);

    /// <summary>Records up to here may have been withdrawn since they were read; when not, what follows is of the present
    /// generation.</summary>
    private void RequireNotWithdrawn()
    {
        var generation = _partition.Generation;
        if (_partition.IsWithdrawn(Generation, NextOffset)) throw Withdrawn();
        Generation = generation;
    }

    /// <summary>A frame with the right checksum whose records are none: only a defect writes that. Found again by each further
    /// read.</summary>
    private LogCorruptionException MalformedAt(long offset)
    {
        _remaining = 0;
        return _malformed ??= new LogCorruptionException(
            _frames.FileName, _frames.Position - FrameHeader.Bytes - _frames.Header.BodyBytes, new LogPosition(_partition.Index, offset),
            "the checksum is right, but the records are not as any version writes them", _frames.NextOffset);
    }

    /// <summary>Whether a frame that is not whole may just not be written whole yet: nothing behind it says that it was durable.</summary>
    private bool IsStillWritten()
    {
        if (_limit == _searchedBytes) return true;

        using var file = _partition.Files.OpenRead(_segment.BaseOffset);
        if (FrameSearch.BehindDamage(file, _segment.Seed, _frames, _limit) is not null) return false;

        _searchedBytes = _limit; // nothing more to be found before the file grows
        return true;
    }

    /// <summary>Goes past a damaged place to the frame that holds an offset behind it.</summary>
    private bool TryJump(long offset)
    {
        if (_malformed is not null) return false;

        using var file = _partition.Files.OpenRead(_segment.BaseOffset);
        foreach (var (position, header) in FrameSearch.After(file, _segment.Seed, _frames.Position, _limit, _frames.NextOffset))
        {
            if (header.BaseOffset > offset) return false;
            if (header.EndOffset <= offset) continue;

            _frames.Reset(position, header.BaseOffset);
            return true;
        }
        return false;
    }

    private LogCorruptionException Damaged()
    {
        var finding = _frames.Position >= _limit
            ? "the segment ends there, though later records were written to it"
            : "the frame there is not as it was written";
        return new LogCorruptionException(
            _frames.FileName, _frames.Position, new LogPosition(_partition.Index, _frames.NextOffset), finding, FindResumeOffset());
    }

    private long? FindResumeOffset()
    {
        try
        {
            using var file = _partition.Files.OpenRead(_segment.BaseOffset);
            foreach (var (_, header) in FrameSearch.After(file, _segment.Seed, _frames.Position, _limit, _frames.NextOffset))
            {
                if (header.Count > 0) return header.BaseOffset;
            }
        }
        catch (IOException)
        {
            // a second failure would hide the first
        }
        return _segment.Next?.BaseOffset;
    }
}
