namespace LambdaSpeed;

/// <summary>What a log is opened for.</summary>
public enum LogAccess
{
    /// <summary>To append and to read. One process at a time; the directory is locked.</summary>
    Write,

    /// <summary>To read alone, beside the process that writes, or without one. Any number of processes.</summary>
    Read,
}
