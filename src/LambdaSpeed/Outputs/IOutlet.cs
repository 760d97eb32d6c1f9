namespace LambdaSpeed.Outputs;

/// <summary>Where the outputs of one component go.</summary>
internal interface IOutlet
{
    /// <summary>How many bytes the key and the value of one output of a task may have together.</summary>
    int MostBytesOf(string producer);

    /// <summary>A note from before a release, by which <see cref="Release"/> can tell after a crash what went out.</summary>
    byte[] Mark();

    /// <summary>Releases one task's outputs of an epoch.</summary>
    /// <param name="producer">The task, by topology, output and number: outputs are known by it.</param>
    /// <param name="epoch">The committed epoch.</param>
    /// <param name="records">The outputs, in order.</param>
    /// <param name="mark">The note from before the first attempt to release; null when this is the first.</param>
    void Release(string producer, EpochId epoch, OutputRecords records, byte[]? mark);

    /// <summary>Returns when what was released is durable.</summary>
    void MakeDurable();
}
