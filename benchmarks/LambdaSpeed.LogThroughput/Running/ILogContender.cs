namespace LambdaSpeed.LogThroughput.Running;

/// <summary>Something that keeps records in files of a directory of its own.</summary>
public interface ILogContender
{
    string Name { get; }

    /// <summary>Opens an empty log.</summary>
    void Open(string directory);

    /// <summary>Appends records that lie one behind the other, and makes them durable.</summary>
    void AppendAndSync(ReadOnlySpan<byte> records);

    /// <summary>Ends the appending; what is read then comes from the files.</summary>
    void Finish();

    /// <summary>Reads everything, checked, and sums up the records' numbers.</summary>
    (long Count, long Sum) Scan();

    void Close();
}
