namespace LambdaSpeed.Lambda.Publications;

/// <summary>What a publication's file is.</summary>
internal enum PublicationForm
{
    /// <summary>A batch view as <see cref="BatchView.Create"/> writes it; read where it lies.</summary>
    Sorted,

    /// <summary>Rows as <see cref="BatchRowForm.Csv"/>; imported first.</summary>
    Csv,

    /// <summary>Rows as <see cref="BatchRowForm.JsonLines"/>; imported first.</summary>
    JsonLines,
}
