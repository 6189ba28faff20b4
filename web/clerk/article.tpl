{{#DUE}}<p class="alert">{{SENTENCE}}</p>{{/DUE}}{{#EXAMPLE}}<p class="note">{{=cards.example}}</p>{{/EXAMPLE}}
<p class="lead">{{SHORT}}</p>
{{#LINE}}<p>{{SENTENCE}}{{BASIS}}</p>{{/LINE}}
<p class="note">{{DOUBTS}}</p>
<p class="hint">{{ABOUT}}</p>
<p class="hint">{{=cards.sources}}</p>
<ol class="hint">{{#SOURCE}}<li>{{SENTENCE}}</li>{{/SOURCE}}</ol>
