<h1>{{=us.title}}</h1>
<p class="lead">{{=us.lead}}</p>
<h2>{{=us.words_title}}</h2>
{{#KNOWN}}<p class="check" translate="no">{{#WORD}}{{SPELLED}} {{/WORD}}</p>{{/KNOWN}}{{#UNKNOWN}}<p class="alert">{{=us.words_failed}}</p>{{/UNKNOWN}}
<p>{{=us.words}}</p>
<p class="note">{{=us.words_limit}}</p>
<h2>{{=us.mirrors_title}}</h2>
{{#NO_ADDRESS}}<p>{{=us.no_mirrors}}</p>{{/NO_ADDRESS}}
{{#SIGNED}}<p>{{=us.mirrors}}</p><ul translate="no">{{#ADDRESS}}<li>{{WHERE}}</li>{{/ADDRESS}}</ul>{{/SIGNED}}
{{#MORE}}<p>{{=us.more_mirrors}}</p><ul translate="no">{{#ADDRESS}}<li>{{WHERE}}</li>{{/ADDRESS}}</ul>{{/MORE}}
<h2>{{=us.portable_title}}</h2>
{{#NO_PORTABLE}}<p>{{=us.no_portable}}</p>{{/NO_PORTABLE}}
{{#PORTABLE}}<p>{{=us.portable}}</p><p><a href="{{WHERE}}" rel="noreferrer">{{=us.portable_link}}</a> ({{=us.portable_trace}})</p><p class="hint" translate="no">SHA-256: {{SHA256}}</p>{{/PORTABLE}}
<h2>{{=us.clones_title}}</h2>
<ul><li>{{=us.clone_1}}</li><li>{{=us.clone_2}}</li><li>{{=us.clone_3}}</li><li>{{=us.clone_4}}</li><li>{{=us.clone_5}}</li></ul>
<p>{{=us.already}}</p>
<p class="actions"><a class="button" href="/{{=language}}/">{{=intake.back}}</a></p>
