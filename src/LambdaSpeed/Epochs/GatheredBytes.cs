namespace LambdaSpeed.Epochs;

/// <summary>The bytes of a part of what an epoch changed, in pieces: one buffer for all would be copied as it grows, and leave its smaller
/// selves behind.</summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class GatheredBytes : IDisposable
{
    private const int PieceBytes = 256 << 10;

    private readonly List<ChangeWriter> _writers = []; // those in use, then those that were in former epochs
    private int _used; // writers in use

    /// <summary>What to write the next entries into.</summary>
    public ChangeWriter Writer
    {
        get
        {
            if (_used > 0 && _writers[_used - 1].Length < PieceBytes) return _writers[_used - 1];
            if (_used == _writers.Count) _writers.Add(new());
            return _writers[_used++];
        }
    }

    /// <summary>The pieces, valid until <see cref="Clear"/>.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces =>
        _writers.Take(_used).Where(writer => writer.Length > 0).Select(writer => writer.Written);

    /// <summary>Forgets the bytes, and keeps about as many buffers as were in use.</summary>
    public void Clear()
    {
        while (_writers.Count > Math.Max(2 * _used, 1))
        {
            _writers[^1].Dispose();
            _writers.RemoveAt(_writers.Count - 1);
        }
        foreach (var writer in _writers) writer.Clear();
        _used = 0;
    }

    public void Dispose()
    {
        foreach (var writer in _writers) writer.Dispose();
    }
}
