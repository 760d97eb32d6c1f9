namespace LambdaSpeed.Outputs;

/// <summary>Where the outputs of one component go, and what it remembers of them.</summary>
/// <remarks>Called beside the tasks, one call at a time, but for <see cref="MostBytes"/>. After a call that threw it is to be opened
/// again.</remarks>
internal interface IOutlet
{
    /// <summary>How many bytes the key and the value of one output may have together.</summary>
    int MostBytes { get; }

    /// <summary>Which start of the output this is, greater each time; valid once it was opened.</summary>
    long Incarnation { get; }

    /// <summary>Finds out what went out, and takes a new incarnation, durably; does nothing when it is open.</summary>
    /// <param name="least">The new incarnation is not less than this.</param>
    /// <param name="mayBeOut">Will outputs be released that may be out already?</param>
    void Open(long least, bool mayBeOut);

    /// <summary>Releases one task's outputs of an epoch.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="mayBeOut">May some of them be out already? Those are passed over.</param>
    void Release(SealedOutputs outputs, bool mayBeOut);

    /// <summary>Returns when what was released is durable.</summary>
    void MakeDurable();

    /// <summary>Gives the place up; to be opened again by another start.</summary>
    void Close();
}
