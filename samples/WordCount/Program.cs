using Samples.Shared;
using WordCount;

return await SampleHost.MainAsync(args, WordCountApp.RunAsync);
