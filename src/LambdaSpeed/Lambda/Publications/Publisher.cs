using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using LambdaSpeed.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LambdaSpeed.Lambda.Publications;

/// <summary>Takes what waits in a publication directory, in the order of its cuts, and answers.</summary>
/// <remarks>Every step can be done again: an import that is there is used, the same file can be published once more, an answer replaces
/// its like. So a crash between any two of them costs only time.</remarks>
/// <param name="folder">The directory.</param>
/// <param name="find">Finds the merged view of a name; null when there is none.</param>
/// <param name="logger">Told of each answer.</param>
internal sealed class Publisher(PublicationFolder folder, Func<string, IPublicationTarget?> find, ILogger logger)
{
    /// <summary>Takes all that waits.</summary>
    /// <exception cref="IOException">The disk failed: what has no answer yet is taken by the next call.</exception>
    /// <exception cref="BatchViewStorageException">The same.</exception>
    /// <exception cref="RunFaultedException">The run is over: what has no answer yet is taken by the next start.</exception>
    /// <exception cref="InvalidOperationException">The same.</exception>
    public async Task TakeAllAsync(CancellationToken cancellationToken)
    {
        var offers = new List<(string Name, byte[] Text, PublicationManifest Manifest)>();
        var failed = new Dictionary<string, Exception>(StringComparer.Ordinal); // by view: what comes behind waits, that of others does not
        foreach (var name in folder.Waiting())
        {
            if (TryRead(name, out var text, out var manifest)) offers.Add((name, text, manifest));
        }
        foreach (var (name, text, manifest) in offers.OrderBy(offer => EpochOf(offer.Manifest))) // equal ones stay in the order of names
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (failed.ContainsKey(manifest.View)) continue;
            try
            {
                await TakeAsync(name, text, manifest, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or RunFaultedException))
            {
                failed.Add(manifest.View, exception); // a disk, the end of the run, or what nobody expects of an aggregator
            }
        }
        foreach (var exception in failed.Values) ExceptionDispatchInfo.Throw(exception);
    }

    /// <summary>The epoch of an offer's cut; null when it cannot be read, which is found out when it is taken.</summary>
    private EpochId? EpochOf(PublicationManifest manifest)
    {
        if (manifest.Cut is { } cut) return cut.Epoch;
        try
        {
            return BatchView.Identify(folder.PathOf(manifest.File)).Cut.Epoch;
        }
        catch (BatchViewException)
        {
            return null;
        }
    }

    private bool TryRead(string name, out byte[] text, out PublicationManifest manifest)
    {
        (text, manifest) = ([], null!);
        try
        {
            text = folder.ReadManifest(name);
            manifest = PublicationManifest.Read(text);
            return true;
        }
        catch (FormatException exception)
        {
            Refuse(name, null,
                $"{exception.Message} Write a manifest under another name first, then rename it, so that it is never seen in part.");
        }
        catch (FileNotFoundException)
        {
            // withdrawn by its job
        }
        return false;
    }

    private async Task TakeAsync(string name, byte[] text, PublicationManifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            var view = find(manifest.View) ?? throw new FormatException(
                $"the run has no merged view '{manifest.View}'. Have it asked for by run.Merged before the directory is watched.");
            var file = Prepare(name, text, manifest, view, cancellationToken);
            var former = view.BatchName;
            var cut = await view.PublishFileAsync(folder.PathOf(file), manifest.MayGoBack, cancellationToken).ConfigureAwait(false);
            var formerFile = former is not null && former != folder.PathOf(file) ? former : null;
            folder.Answer(name, isPublished: true, PublicationJson.Published(view.Name, cut, file, formerFile));
            LogMessages.Published(logger, name, view.Name, cut);
        }
        catch (Exception exception) when (exception is FormatException or (BatchViewException and not BatchViewStorageException))
        {
            Refuse(name, manifest.View, exception.Message);
        }
    }

    /// <summary>Proves that the file is the one that the job wrote, and makes a batch view of rows. Answers with the batch view's
    /// file.</summary>
    private string Prepare(
        string name, byte[] text, PublicationManifest manifest, IPublicationTarget view, CancellationToken cancellationToken)
    {
        if (!folder.Has(manifest.File)) throw new FormatException(
            $"there is no file '{manifest.File}' beside the manifest. Write and sync it first, then the manifest.");
        var hash = folder.HashOf(manifest.File, cancellationToken);
        if (hash != manifest.Sha256) throw new FormatException(
            $"file '{manifest.File}' has the SHA-256 {hash}, and the manifest says {manifest.Sha256}: it was written in part, or changed "
            + "since. Write and sync it first, then the manifest.");
        if (manifest.Form == PublicationForm.Sorted)
        {
            RequireCut(manifest);
            return manifest.File;
        }

        // its own name for each content: one that is there is whole, and made of these rows for this cut
        var imported = $"{name}-{Convert.ToHexStringLower(SHA256.HashData(text))[..16]}.batch";
        if (!folder.Has(imported))
        {
            view.Import(folder.PathOf(imported), manifest.Cut!, folder.PathOf(manifest.File),
                manifest.Form == PublicationForm.Csv ? BatchRowForm.Csv : BatchRowForm.JsonLines, cancellationToken);
        }
        return imported;
    }

    private void RequireCut(PublicationManifest manifest)
    {
        if (manifest.Cut is not { } cut) return;
        var found = BatchView.Identify(folder.PathOf(manifest.File)).Cut;
        if (!found.IsAt(cut)) throw new FormatException($"file '{manifest.File}' is up to the {found}, and the manifest says {cut}.");
    }

    private void Refuse(string name, string? view, string reason)
    {
        folder.Answer(name, isPublished: false, PublicationJson.Refused(view, reason));
        LogMessages.PublicationRefused(logger, name, view, reason);
    }
}
