using LambdaSpeed.State;

namespace LambdaSpeed.Epochs;

/// <summary>Brings what an epoch changed in some sections into blocks of bytes, piece by piece. One caller at a time; its buffers are used
/// for one epoch after the other.</summary>
internal sealed class ChangeGathering : IDisposable
{
    private readonly List<ChangeWriter> _writers = []; // by section
    private readonly List<ChangeBlock> _blocks = [];
    private IReadOnlyList<IStateSection> _sections = []; // of the epoch at hand
    private EpochId _epoch; // the epoch at hand
    private int _section;   // the section that is being walked
    private StateScan? _scan; // over it; null before

    /// <summary>What was gathered, valid until <see cref="Begin"/>: complete once <see cref="GatherSome"/> has said so.</summary>
    public IReadOnlyList<ChangeBlock> Blocks => _blocks;

    /// <summary>Begins with an epoch.</summary>
    public void Begin(EpochId epoch, IReadOnlyList<IStateSection> sections)
    {
        _epoch = epoch;
        _sections = sections;
        while (_writers.Count < sections.Count) _writers.Add(new ChangeWriter());
        _blocks.Clear();
        _section = 0;
        _scan = null;
    }

    /// <summary>Gathers about so many bytes; false when there is nothing more.</summary>
    public bool GatherSome(int bytes)
    {
        for (; _section < _sections.Count; _section++, _scan = null)
        {
            var writer = _writers[_section];
            if (_scan is null)
            {
                writer.Clear();
                _scan = _sections[_section].Changes(_epoch);
            }
            if (_scan.WriteSome(writer, bytes)) return true;
            if (writer.Length > 0) _blocks.Add(new ChangeBlock(_sections[_section].Name, writer.Written));
        }
        return false;
    }

    public void Dispose()
    {
        foreach (var writer in _writers) writer.Dispose();
    }
}
