namespace LambdaSpeed.Lambda.Publications;

/// <summary>A merged view, as files of any types are published to it. Safe from any thread.</summary>
internal interface IPublicationTarget
{
    /// <summary>The view's name.</summary>
    string Name { get; }

    /// <summary>The cut of the batch view; null before the first one.</summary>
    Cut? Cut { get; }

    /// <summary>The batch view's file, or what else names it; null before the first one.</summary>
    string? BatchName { get; }

    /// <summary>What a batch view of it must be of.</summary>
    BatchViewIdentity IdentityAt(Cut cut);

    /// <summary>Makes a batch view of rows of text, in a new file.</summary>
    /// <exception cref="BatchViewException">A row is none of the view, or the disk failed.</exception>
    void Import(string path, Cut cut, string rows, BatchRowForm form, CancellationToken cancellationToken);

    /// <summary>Opens a batch view and publishes it; one that is refused is closed again.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayGoBack">May its cut be older than the published one?</param>
    /// <param name="cancellationToken">Gives up waiting for durability.</param>
    /// <returns>Its cut, when it is durable.</returns>
    /// <exception cref="BatchViewException">It cannot be opened, or does not fit.</exception>
    Task<Cut> PublishFileAsync(string path, bool mayGoBack, CancellationToken cancellationToken);
}
