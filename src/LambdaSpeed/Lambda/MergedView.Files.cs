using LambdaSpeed.Lambda.Publications;

namespace LambdaSpeed;

/// <content>Files of batch layers elsewhere.</content>
public sealed partial class MergedView<TKey, TAccumulator, TResult> : IPublicationTarget
{
    string? IPublicationTarget.BatchName => _parts.Batch?.Name;

    BatchViewIdentity IPublicationTarget.IdentityAt(Cut cut) => _schema.At(cut);

    void IPublicationTarget.Import(string path, Cut cut, string rows, BatchRowForm form, CancellationToken cancellationToken)
    {
        RequirePositional(rows); // rather now than after hours of importing
        BatchView.ImportRows(path, _schema, cut, rows, form, cancellationToken: cancellationToken);
    }

    Task<Cut> IPublicationTarget.PublishFileAsync(string path, bool mayGoBack, CancellationToken cancellationToken) =>
        PublishFileAsync(path, mayGoBack, cancellationToken);
}
