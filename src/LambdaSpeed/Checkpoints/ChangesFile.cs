using System.Diagnostics;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>A file that takes commits, one frame each, every one synced before the next is begun.</summary>
/// <remarks>One caller at a time. After an exception it is not to be used again: what was synced before holds, and nothing else is
/// known.</remarks>
[DebuggerDisplay("{Name}, {End} bytes")]
internal sealed class ChangesFile : IDisposable
{
    private readonly IStorage _storage;
    private readonly IStorageFile _file;
    private bool _isNamed; // the name is durable

    public ChangesFile(IStorage storage, CheckpointFileName name)
    {
        _storage = storage;
        Name = name;
        _file = storage.Create(name.ToString());
    }

    public CheckpointFileName Name { get; }

    /// <summary>Behind the last frame that was synced.</summary>
    public long End { get; private set; } = FrameHeader.Alignment;

    /// <summary>Whether there is a commit that was synced.</summary>
    public bool HasCommits => End > FrameHeader.Alignment;

    /// <summary>Writes a commit and makes it durable.</summary>
    public void Append(FrameWriter writer, CommitId id, CommitId previous, ReadOnlySpan<byte> manifest, IReadOnlyList<ChangeBlock> blocks)
    {
        writer.Begin(_file, End);
        writer.Append(manifest);
        for (var i = 0; i < blocks.Count; i++) writer.Append(blocks[i]);
        Sync(writer.End(Name.Seed, FrameKind.Commit, id, previous, manifest.Length));
    }

    /// <summary>Takes over a commit from another file and makes it durable here.</summary>
    /// <returns>False when it does not hold there, which makes this file unusable.</returns>
    public bool TryAppendCopy(FrameWriter writer, FrameHeader header, FramePayload payload)
    {
        writer.Begin(_file, End);
        while (payload.Left > 0)
        {
            var next = payload.Next;
            if (next.Length == 0) return false;
            writer.Append(next);
            payload.Advance(next.Length);
        }
        if (!payload.Holds()) return false;

        Sync(writer.End(Name.Seed, FrameKind.Commit, header.Id, header.Previous, header.ManifestLength));
        return true;
    }

    /// <summary>Says that nothing more comes: should the last commit be found damaged later, it is known that it was there.</summary>
    public void AppendEnd(FrameWriter writer, CommitId last)
    {
        writer.Begin(_file, End);
        writer.End(Name.Seed, FrameKind.End, last, last, manifestLength: 0);
    }

    /// <summary>Gives back the room that a write which failed may have taken.</summary>
    public void CutOff()
    {
        if (HasCommits) _file.SetLength(End);
        else _storage.Delete(Name.ToString());
    }

    public void Dispose() => _file.Dispose();

    private void Sync(long end)
    {
        _file.Sync();
        if (!_isNamed) _storage.SyncNames();
        _isNamed = true;
        End = end;
    }
}
