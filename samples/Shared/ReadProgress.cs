namespace Samples.Shared;

/// <summary>How far the input was read. Written by the spout's tasks, one file by one task; read by the progress bar.</summary>
internal sealed class ReadProgress(IReadOnlyList<InputFile> files)
{
    private readonly long[] _readTo = new long[files.Count]; // bytes read of each file, unpacked
    private readonly long _total = Math.Max(1, files.Sum(file => file.ApproximateLength()));

    /// <summary>The share that was read, from 0 to 1.</summary>
    public double Fraction => Math.Min(1, (double)Bytes / _total);

    /// <summary>The unpacked bytes that were read.</summary>
    public long Bytes
    {
        get
        {
            var sum = 0L;
            for (var i = 0; i < _readTo.Length; i++) sum += Volatile.Read(ref _readTo[i]);
            return sum;
        }
    }

    public void Note(int file, long readTo) => Volatile.Write(ref _readTo[file], readTo);
}
