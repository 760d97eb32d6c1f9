using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>Brings what an epoch changed in some sections into blocks of bytes, part by part. Its buffers are used for one epoch after the
/// other.</summary>
internal sealed class ChangeGathering : IDisposable
{
    private readonly List<ChangeWriter> _writers = []; // of the parts
    private readonly List<GatheredPart> _parts = [];

    /// <summary>The parts of the epoch at hand. They may be gathered side by side.</summary>
    public IReadOnlyList<GatheredPart> Parts => _parts;

    /// <summary>What was gathered, valid until <see cref="Begin"/>; complete once every part is.</summary>
    public IEnumerable<ChangeBlock> Blocks => _parts.Where(part => part.HasChanges).Select(part => part.Block);

    /// <summary>Begins with an epoch.</summary>
    public void Begin(EpochId epoch, IEnumerable<IStateSection> sections)
    {
        _parts.Clear();
        foreach (var section in sections)
        {
            foreach (var scan in section.Changes(epoch)) _parts.Add(new(section.Name, scan, NextWriter()));
        }
    }

    public void Dispose()
    {
        foreach (var writer in _writers) writer.Dispose();
    }

    private ChangeWriter NextWriter()
    {
        if (_writers.Count == _parts.Count) _writers.Add(new());
        var writer = _writers[_parts.Count];
        writer.Clear();
        return writer;
    }
}
