using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>Brings what an epoch changed in some sections into blocks of bytes, part by part. Its buffers are used for one epoch after the
/// other.</summary>
internal sealed class ChangeGathering : IDisposable
{
    private readonly List<GatheredBytes> _bytes = []; // of the parts
    private readonly List<GatheredPart> _parts = [];

    /// <summary>The parts of the epoch at hand. They may be gathered side by side.</summary>
    public IReadOnlyList<GatheredPart> Parts => _parts;

    /// <summary>What was gathered, valid until <see cref="Begin"/>; complete once every part is.</summary>
    public IEnumerable<ChangeBlock> Blocks => _parts.SelectMany(part => part.Blocks);

    /// <summary>Begins with an epoch.</summary>
    public void Begin(EpochId epoch, IEnumerable<IStateSection> sections)
    {
        _parts.Clear();
        foreach (var section in sections)
        {
            foreach (var scan in section.Changes(epoch)) _parts.Add(new(section.Name, scan, NextBytes()));
        }
    }

    public void Dispose()
    {
        foreach (var bytes in _bytes) bytes.Dispose();
    }

    private GatheredBytes NextBytes()
    {
        if (_bytes.Count == _parts.Count) _bytes.Add(new());
        var bytes = _bytes[_parts.Count];
        bytes.Clear();
        return bytes;
    }
}
