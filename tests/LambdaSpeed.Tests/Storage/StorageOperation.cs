namespace LambdaSpeed.Tests.Storage;

/// <summary>What a simulated disk can be told to fail at.</summary>
internal enum StorageOperation
{
    /// <summary>A file is created.</summary>
    Create,

    /// <summary>Bytes are read.</summary>
    Read,

    /// <summary>Bytes are written; a failure leaves a part of them.</summary>
    Write,

    /// <summary>A file is cut or filled up.</summary>
    SetLength,

    /// <summary>A file is made durable; a failure leaves nobody knows what.</summary>
    Sync,

    /// <summary>A file gets another name.</summary>
    Rename,

    /// <summary>A file is deleted.</summary>
    Delete,

    /// <summary>Names are made durable.</summary>
    SyncNames,
}
