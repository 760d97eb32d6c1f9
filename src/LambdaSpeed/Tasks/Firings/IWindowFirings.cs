namespace LambdaSpeed.Tasks.Firings;

/// <summary>The firings of one task's windows, as its stage sees them.</summary>
internal interface IWindowFirings
{
    /// <summary>How often windows that have changed fire early; null for never.</summary>
    TimeSpan? EarlyEvery { get; }

    /// <summary>Are there windows that a tick has found changed, and that are still to be fired?</summary>
    bool HasEarly { get; }

    /// <summary>The position of the tuple read last: named by failures behind.</summary>
    LogPosition Position { get; set; }

    /// <summary>The watermark that readers are told when the task has come to another.</summary>
    long Outgoing(long watermark);

    /// <summary>Goes on from what the tables were filled with.</summary>
    /// <param name="watermark">The watermark of the task.</param>
    /// <param name="releasedBefore">What had become final before is let go, or has been.</param>
    void Restore(long watermark, long releasedBefore);

    /// <summary>Fires some of what is due at a watermark; false when there is more.</summary>
    bool FireDue(long watermark);

    /// <summary>A tick: looks for windows that have changed; true when there are some.</summary>
    bool FindEarly();

    /// <summary>Fires some of those.</summary>
    void FireEarly();

    /// <summary>Hands on what tuples have made fire.</summary>
    void Deliver();

    /// <summary>An epoch ends.</summary>
    void Seal(EpochId next, EpochId oldestNeeded);

    /// <summary>Lets go of some of what had become final before an instant.</summary>
    void Release(long releasedBefore);

    /// <summary>Something has thrown while a table was being written.</summary>
    void EndInterruptedWrite();
}
